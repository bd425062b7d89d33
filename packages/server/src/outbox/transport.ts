import { Readable } from "node:stream";
import { createTransport, type SendMailOptions } from "nodemailer";
import type { EncodedMail } from "./encode.ts";

export interface Transport {
  /** Sends one mail. Ends early where it is told to. On failure `whole` says whether all of it, its final dot too, had left. */
  send(mail: EncodedMail, signal: AbortSignal): Promise<{ ok: true } | { ok: false; error: unknown; whole: boolean }>;
  /** Connects, encrypts and signs in, and sends nothing. @throws what the mail server or the system answered */
  verify(): Promise<void>;
  /** Ends what is under way, too. */
  close(): void;
}

/** How the way to the mail server is kept from being read. */
export type SmtpTls = "required" | "none";

export interface SmtpOptions {
  /** `smtp://user:password@host:port` or `smtps://…` */
  url: string;
  tls: SmtpTls;
  /** The most that are open at once. */
  connections: number;
}

/**
 * Sends over SMTP through a pool. Mails hold addresses, links that confirm, and objections: `required` sends none over a
 * connection that is not encrypted to a server whose certificate holds (RFC 8314; STARTTLS, RFC 3207).
 */
export function createSmtpTransport({ url, tls, connections }: SmtpOptions): Transport {
  const transport = createTransport({
    url,
    ...(tls === "required" ? { requireTLS: true } : { ignoreTLS: true }),
    pool: true,
    maxConnections: connections,
    // Some servers answer 452 after a hundred messages in one session.
    maxMessages: 90,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const streams = new WeakMap<EncodedMail, Readable>();
  transport.use("stream", ({ data, message }, done) => {
    const { mail } = data as Sending;
    // Asked for again where a connection was gone before it took a byte.
    message.createReadStream = () => {
      const stream = readPieces(mail.message);
      streams.set(mail, stream);
      return stream;
    };
    done();
  });
  return {
    send: async (mail, signal) => {
      try {
        const sending: Sending = { mail, envelope: mail.envelope, raw: mail.message, signal };
        await transport.sendMail(sending);
        return { ok: true };
      } catch (error) {
        // The dot follows the end of the message at once: what had not been read to its end was not taken by anyone.
        return { ok: false, error, whole: streams.get(mail)?.readableEnded ?? false };
      }
    },
    verify: async () => void (await transport.verify()),
    close: () => (transport.close as (options: { force: boolean }) => void).call(transport, { force: true }),
  };
}

/** What the pool is given of one mail. */
type Sending = SendMailOptions & { mail: EncodedMail; signal: AbortSignal };

/** Bytes that are written at once. */
const pieceSize = 64 * 1024;

/** A connection that is slow takes a long message piece by piece, so that it shows how far it has come. */
function readPieces(message: Buffer): Readable {
  let at = 0;
  return new Readable({
    read() {
      const piece = message.subarray(at, at + pieceSize);
      at += piece.length;
      this.push(piece.length > 0 ? piece : null);
    },
  });
}
