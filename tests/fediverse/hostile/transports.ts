import { FLAWS } from "../certificates.ts";
import { serving } from "../programs.ts";
import { answering, type Behaviour, type Behaviours, drip } from "./behaviour.ts";

/** A TLS alert: this version of the protocol is not spoken here. RFC 8446, 6. */
const PROTOCOL_VERSION_ALERT = Buffer.from([0x15, 3, 1, 0, 2, 2, 70]);
/** The beginning of a handshake record of 16,384 bytes. */
const HANDSHAKE_RECORD = Buffer.from([0x16, 3, 3, 0x40, 0, 2, 0, 0x3f, 0xfc]);
/** What an HTTP/2 server says first: a SETTINGS frame. RFC 9113, 3.4. */
const HTTP2_SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** Connections that come to nothing, and certificates that prove nothing. */
export function transports(): Behaviours {
  const handle = serving({});
  return {
    ...Object.fromEntries(
      FLAWS.map((certificate): [string, Behaviour] => [`certificate-${certificate}`, ["tls", { handle, certificate }]]),
    ),
    "hangs-up": ["connect", { handle: ({ socket }) => socket.destroy() }],
    "resets-at-once": ["connect", { handle, bare: (socket) => socket.resetAndDestroy() }],
    "handshake-silent": ["timeout", { handle, bare: () => {} }],
    "handshake-without-end": [
      "timeout",
      {
        handle,
        bare: (socket) => {
          socket.write(HANDSHAKE_RECORD);
          drip(socket, "\u0000");
        },
      },
    ],
    "plain-http": [
      "tls",
      { handle, bare: (socket) => void socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n") },
    ],
    "plain-ssh": ["tls", { handle, bare: (socket) => void socket.write("SSH-2.0-OpenSSH_9.9\r\n") }],
    "handshake-noise": ["tls", { handle, bare: (socket) => void socket.write(Buffer.alloc(4_096, 0xa5)) }],
    "old-tls": ["tls", { handle, bare: (socket) => void socket.end(PROTOCOL_VERSION_ALERT) }],
    "http2-alone": ["tls", { handle, onlyHttp2: true }],
    "http2-unasked": ["http", { handle: answering(HTTP2_SETTINGS) }],
  };
}
