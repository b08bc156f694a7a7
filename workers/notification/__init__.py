"""Letters by e-mail: written from templates, sent over SMTP, and a mailbox that shows them while trying out."""
