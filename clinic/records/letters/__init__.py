"""Letters about a person to those outside: a referral, and a handover to the city's こども家庭センター."""
