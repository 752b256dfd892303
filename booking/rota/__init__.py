"""The duty rota of nights and holidays: what is needed, who does it, and who is on duty now."""
