import { json, mastodon, serving, status } from "../programs.ts";
import {
  answering,
  answeringForEver,
  type Behaviour,
  type Behaviours,
  dripping,
  nodeinfoBy,
  nodeinfoJson,
  PLAIN,
} from "./behaviour.ts";

const OK = "HTTP/1.1 200 OK\r\n";
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const DOCUMENT = JSON.stringify(PLAIN);
const HAS_LENGTH = `${OK}content-length: ${DOCUMENT.length}\r\n`;

/** What must change nothing: neither the next request nor anything else. */
const SETTINGS = {
  "set-cookie": "session=1; Domain=example.org; Max-Age=99999999",
  "alt-svc": 'h3=":443", h2="evil.example.net:443"; ma=99999999; persist=1',
  "strict-transport-security": "max-age=99999999; includeSubDomains; preload",
  refresh: "0; url=https://good.example.net/",
  link: '<https://good.example.net/>; rel="preload", <https://good.example.net/>; rel="canonical"',
  location: "https://good.example.net/",
  "content-location": "https://good.example.net/",
  "www-authenticate": 'Basic realm="x"',
  "accept-ch": "Sec-CH-UA-Full-Version-List",
  "clear-site-data": '"*"',
  "keep-alive": "timeout=99999999999, max=1e999",
};

/** Headers of a request that a visit makes; one more means that an answer was remembered. */
const USUAL_HEADERS = new Set(["host", "connection", "accept", "accept-encoding", "user-agent"]);

/** Answers that are no HTTP, or that use HTTP to tire, to fill or to confuse whoever asked. */
export function responses(): Behaviours {
  const settings = serving(mastodon("sets-everything.example.org"));
  return {
    ...statuses(),
    silent: ["timeout", { handle: () => {} }],
    "provisional-for-ever": [
      "too-large",
      nodeinfoBy(answeringForEver("", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")),
    ],
    "provisional-large": [
      "too-large",
      nodeinfoBy(answeringForEver("HTTP/1.1 103 Early Hints\r\n", `x: ${"y".repeat(1_000)}\r\n`)),
    ],
    "provisional-few": [
      "ok",
      nodeinfoBy(answering(`${"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(2)}${HAS_LENGTH}\r\n${DOCUMENT}`)),
    ],
    "continue-unasked": ["connect", nodeinfoBy(answering(`HTTP/1.1 100 Continue\r\n\r\n${HAS_LENGTH}\r\n${DOCUMENT}`))],
    "switches-protocols": [
      "connect",
      nodeinfoBy(answering("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n")),
    ],
    "headers-many": [
      "too-large",
      nodeinfoBy((_request, response) => {
        response.writeHead(200, Object.fromEntries(numbered(700, (index) => [`x-filler-${index}`, "y".repeat(80)])));
        response.end(DOCUMENT);
      }),
    ],
    "headers-ten-thousand": ["ok", nodeinfoBy(answering(`${OK}${"a:b\r\n".repeat(10_000)}\r\n${DOCUMENT}`))],
    "header-long": ["too-large", nodeinfoBy(answering(`${HAS_LENGTH}x: ${"y".repeat(40_000)}\r\n\r\n${DOCUMENT}`))],
    "header-for-ever": ["too-large", nodeinfoBy(answeringForEver(`${OK}x: `, "y".repeat(10_000)))],
    "headers-for-ever": ["too-large", nodeinfoBy(answeringForEver(OK, "x: y\r\n".repeat(1_000)))],
    "headers-slow": ["timeout", nodeinfoBy(dripping(OK, "x: y\r\n"))],
    "status-line-slow": ["timeout", nodeinfoBy(dripping("HTTP/1.1 200 ", "O"))],
    "body-slow": ["timeout", nodeinfoBy(dripping(`${OK}content-length: 999\r\n\r\n{`, " "))],
    "body-unfinished": ["timeout", nodeinfoBy(({ socket }) => void socket.write(`${OK}content-length: 999\r\n\r\n{`))],
    "body-short": ["connect", nodeinfoBy(answering(`${OK}content-length: 999\r\n\r\n${DOCUMENT}`))],
    "body-longer-than-said": ["not-json", nodeinfoBy(answering(`${OK}content-length: 9\r\n\r\n${DOCUMENT}`))],
    "body-without-length": ["ok", nodeinfoBy(answering(`${OK}connection: close\r\n\r\n${DOCUMENT}`))],
    "body-reset": [
      "connect",
      nodeinfoBy((request) => {
        request.socket.write(`${OK}content-length: 999\r\n\r\n{`, () => request.socket.destroy());
      }),
    ],
    "two-lengths": ["connect", nodeinfoBy(answering(`${HAS_LENGTH}content-length: 5\r\n\r\n${DOCUMENT}`))],
    "length-and-chunks": [
      "connect",
      nodeinfoBy(answering(`${HAS_LENGTH}transfer-encoding: chunked\r\n\r\n0\r\n\r\n${DOCUMENT}`)),
    ],
    "length-negative": ["http", nodeinfoBy(answering(`${OK}content-length: -1\r\n\r\n${DOCUMENT}`))],
    "length-vast": ["connect", nodeinfoBy(answering(`${OK}content-length: ${"9".repeat(30)}\r\n\r\n${DOCUMENT}`))],
    "chunk-no-number": ["http", nodeinfoBy(answering(`${CHUNKED}zz\r\n${DOCUMENT}\r\n0\r\n\r\n`))],
    "chunk-vast": ["http", nodeinfoBy(answering(`${CHUNKED}${"F".repeat(20)}\r\n${DOCUMENT}`))],
    "chunk-extensions-for-ever": [
      "too-large",
      nodeinfoBy(answeringForEver(CHUNKED, `1;${"x".repeat(20_000)}=y\r\n \r\n`)),
    ],
    "chunks-of-nothing": ["timeout", nodeinfoBy(dripping(CHUNKED, "1\r\n \r\n"))],
    "trailers-for-ever": [
      "too-large",
      nodeinfoBy(answeringForEver(`${CHUNKED}1\r\n{\r\n0\r\n`, "x: y\r\n".repeat(1_000))),
    ],
    "answers-twice": ["ok", nodeinfoBy(answering(`${HAS_LENGTH}\r\n${DOCUMENT}${HAS_LENGTH}\r\n${DOCUMENT}`))],
    "http-0.9": ["http", nodeinfoBy(answering(DOCUMENT))],
    "http-7": ["http", nodeinfoBy(answering(`HTTP/7.0 200 OK\r\ncontent-length: 2\r\n\r\n{}`))],
    "header-with-nul": ["connect", nodeinfoBy(answering(`${HAS_LENGTH}x: a\u0000b\r\n\r\n${DOCUMENT}`))],
    "header-without-colon": ["connect", nodeinfoBy(answering(`${HAS_LENGTH}no colon here\r\n\r\n${DOCUMENT}`))],
    "header-names-of-objects": [
      "ok",
      nodeinfoBy(answering(`${HAS_LENGTH}__proto__: x\r\nconstructor: y\r\n\r\n${DOCUMENT}`)),
    ],
    "sets-everything": [
      "ok",
      {
        handle(request, response) {
          for (const [name, value] of Object.entries(SETTINGS)) response.setHeader(name, value);
          const isUsual = Object.keys(request.headers).every((name) => USUAL_HEADERS.has(name));
          if (isUsual) settings(request, response);
          else response.writeHead(500).end();
        },
      },
      { facts: { languages: ["cy"] } },
    ],
    "another-program-each-time": [
      "ok",
      nodeinfoBy(
        (
          (times) => (_request, response) =>
            json(response, { software: { name: ["peertube", "mastodon"][times++ % 2] } })
        )(0),
      ),
      { facts: { software: "peertube" } },
    ],
    "text-in-place-of-type": ["ok", nodeinfoJson(PLAIN, { "content-type": "text/html; charset=\u00ff" })],
  };
}

function statuses(): Behaviours {
  const absent = [400, 401, 402, 404, 405, 406, 407, 418, 421, 431, 451, 499];
  const broken = [300, 304, 305, 500, 501, 503, 511, 599, 600, 999];
  const wellKnown = (code: number, headers: Record<string, string> = {}) => ({
    handle: serving({ "/.well-known/nodeinfo": status(code, DOCUMENT, headers) }),
  });
  return {
    ...Object.fromEntries(
      absent.map((code): [string, Behaviour] => [`status-${code}`, ["no-nodeinfo", wellKnown(code)]]),
    ),
    ...Object.fromEntries(broken.map((code): [string, Behaviour] => [`status-${code}`, ["http", wellKnown(code)]])),
    "status-401-basic": ["no-nodeinfo", wellKnown(401, { "www-authenticate": 'Basic realm="x"' })],
    "status-407-basic": ["no-nodeinfo", wellKnown(407, { "proxy-authenticate": 'Basic realm="x"' })],
    "status-302-to-nowhere": ["http", wellKnown(302)],
    ...Object.fromEntries(
      ["000", "099", "99", "1000", "abc", "-200"].map((code): [string, Behaviour] => [
        `status-no-${code}`.replace("--", "-minus-"),
        ["http", nodeinfoBy(answering(`HTTP/1.1 ${code} Odd\r\ncontent-length: 2\r\n\r\n{}`))],
      ]),
    ),
    "status-204": ["not-json", wellKnown(204)],
    "status-206": ["ok", nodeinfoBy(status(206, DOCUMENT, { "content-range": "bytes 0-9/999" }))],
  };
}

function numbered<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}
