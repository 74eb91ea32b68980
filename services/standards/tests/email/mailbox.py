"""Takes e-mail with aiosmtpd, reads it with Python's own library, and prints each message as a line of JSON.

Arguments: plain, starttls or tls, then certificate and key. The first line printed is the port."""

import asyncio
import email
import email.policy
import json
import logging
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Mailbox:
    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        seen = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "encrypted": session.ssl is not None or mode == "tls",
            "login": session.authenticated,
            "headers": [[name, str(value)] for name, value in message.items()],
            "sender": message["from"].addresses[0].display_name,
            "defects": [str(defect) for defect in message.defects],
            "body": message.get_content(),
        }
        print(json.dumps(seen), flush=True)
        return "250 2.0.0 Ok: queued as 4XyZ12"


def authenticate(server, session, envelope, mechanism, data):
    known = data.login == b"aire" and data.password == "p\u00e9age".encode()
    return AuthResult(success=known, handled=False)


def connection():
    options = {"hostname": "relay.test"}
    if mode != "plain":
        options.update(authenticator=authenticate, auth_required=True, auth_require_tls=mode == "starttls")
    if mode == "starttls":
        options.update(tls_context=context, require_starttls=True)
    return SMTP(Mailbox(), **options)


async def serve():
    encrypted = context if mode == "tls" else None
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0, ssl=encrypted)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        # Whoever started this ends it by closing its input.
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


mode = sys.argv[1]
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
context = None
if mode != "plain":
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*sys.argv[2:4])
asyncio.run(serve())
