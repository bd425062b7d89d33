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

/** A mail as a connection takes it. */
export interface EncodedMail {
  envelope: { from: string; to: string[] };
  /** The message of RFC 5322, without the dots that SMTP adds. */
  message: Buffer;
}

const encoder = createTransport({
  streamTransport: true,
  buffer: true,
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** Makes the message of a mail: the same bytes each time. */
export async function encodeMail({ returnPath, ...mail }: Mail): Promise<EncodedMail> {
  const { message } = await encoder.sendMail({
    ...mail,
    to: { name: "", address: mail.to },
    baseBoundary: createHash("sha256").update(mail.messageId).digest("hex").slice(0, 32),
  } as SendMailOptions);
  return { envelope: { from: returnPath ?? mail.from.address, to: [mail.to] }, message: message as Buffer };
}
