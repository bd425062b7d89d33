import { createTransport } from "nodemailer";

/** A mail, whole. Addresses are bare and checked. */
export interface Mail {
  from: { name: string; address: string };
  to: string;
  replyTo?: string | undefined;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headers?: Record<string, string>;
  attachments?: { filename: string; content: string; contentType: string }[];
}

export interface Transport {
  /** Sends one mail. On failure `began` says whether any of the message had left. */
  send(mail: Mail): Promise<{ ok: true } | { ok: false; error: unknown; began: boolean }>;
  /** Connects, encrypts and signs in, and sends nothing. @throws what the mail server or the system answered */
  verify(): Promise<void>;
  close(): void;
}

/** Connections kept open to the mail server. */
export const connections = 5;

/** How the way to the mail server is kept from being read. */
export type SmtpTls = "required" | "none";

/**
 * Sends over SMTP through a pool. Mails hold addresses, links that confirm, and objections: `required` sends none over a
 * connection that is not encrypted to a server whose certificate holds (RFC 8314; STARTTLS, RFC 3207).
 *
 * @param url `smtp://user:password@host:port` or `smtps://…`
 */
export function createSmtpTransport(url: string, tls: SmtpTls): Transport {
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
  const streams = new Map<string, { readonly readableDidRead: boolean }>();
  transport.use("stream", (mail, done) => {
    const { message } = mail;
    const create = message.createReadStream.bind(message);
    message.createReadStream = (...options) => {
      const stream = create(...options);
      streams.set(message.messageId(), stream as { readonly readableDidRead: boolean });
      return stream;
    };
    done();
  });
  return {
    send: async (mail) => {
      try {
        await transport.sendMail({
          ...mail,
          to: { name: "", address: mail.to },
          envelope: { from: mail.from.address, to: [mail.to] },
        });
        return { ok: true };
      } catch (error) {
        return { ok: false, error, began: streams.get(mail.messageId)?.readableDidRead ?? false };
      } finally {
        streams.delete(mail.messageId);
      }
    },
    verify: async () => void (await transport.verify()),
    close: () => transport.close(),
  };
}
