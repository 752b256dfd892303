"""Builds what people/mail needs from the settings."""

from people.mail.delivery import Post
from people.mail.smtp import SmtpServer
from server.settings import Settings


def post_of(settings: Settings) -> Post:
    """Return how mails look and where they go."""
    return Post(
        public_url=settings.public_url,
        sender=settings.mail_from,
        reply_to=settings.mail_reply_to,
        server=_server(settings),
        readable=settings.environment == "development",
    )


def _server(settings: Settings) -> SmtpServer | None:
    if settings.smtp_host is None:
        return None
    return SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        encryption=settings.smtp_encryption,
        user=settings.smtp_user,
        password=None if settings.smtp_password is None else settings.smtp_password.get_secret_value(),
    )
