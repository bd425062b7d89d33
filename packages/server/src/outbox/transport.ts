import { createHash } from "node:crypto";
import { createTransport, type SendMailOptions } from "nodemailer";

/** A mail, whole. Addresses are bare and checked. */
export interface Mail {
  from: { name: string; address: string };
  to: string;
  replyTo?: string | undefined;
  /** Where it comes back to. Default: whom it is from. */
  returnPath?: string | undefined;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** When it was made: the same in every attempt, as all of it is. */
  date: Date;
  headers?: Record<string, string>;
  attachments?: { filename: string; content: string; contentType: string }[];
}

export interface Transport {
  /** Sends one mail. Ends early where it is told to. On failure `whole` says whether all of it, its final dot too, had left. */
  send(mail: Mail, signal: AbortSignal): Promise<{ ok: true } | { ok: false; error: unknown; whole: boolean }>;
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
  const streams = new Map<string, { readonly readableEnded: boolean }>();
  transport.use("stream", (mail, done) => {
    const { message } = mail;
    const create = message.createReadStream.bind(message);
    message.createReadStream = (...options) => {
      const stream = create(...options);
      streams.set(message.messageId(), stream as { readonly readableEnded: boolean });
      return stream;
    };
    done();
  });
  return {
    send: async ({ returnPath, ...mail }, signal) => {
      try {
        await transport.sendMail({
          ...mail,
          to: { name: "", address: mail.to },
          envelope: { from: returnPath ?? mail.from.address, to: [mail.to] },
          baseBoundary: createHash("sha256").update(mail.messageId).digest("hex").slice(0, 32),
          signal,
        } as SendMailOptions);
        return { ok: true };
      } catch (error) {
        // The dot follows the end of the message at once: what had not been read to its end was not taken by anyone.
        return { ok: false, error, whole: streams.get(mail.messageId)?.readableEnded ?? false };
      } finally {
        streams.delete(mail.messageId);
      }
    },
    verify: async () => void (await transport.verify()),
    close: () => (transport.close as (options: { force: boolean }) => void).call(transport, { force: true }),
  };
}
