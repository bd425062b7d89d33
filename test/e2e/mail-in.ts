import type { Message, Outbox } from "../../examples/demo/outbox.ts";

/** The newest mail to an address whose subject or text fits, waited for. */
export async function mailIn(outbox: Pick<Outbox, "messages">, to: string, fits: RegExp): Promise<Message> {
  const end = Date.now() + 100_000;
  for (;;) {
    const found = outbox.messages.findLast(
      (message) => message.to.includes(to) && fits.test(message.subject + message.text),
    );
    if (found) return found;
    if (Date.now() > end) {
      const there = JSON.stringify(outbox.messages.map(({ to, subject }) => [to, subject]));
      throw new Error(`No mail to ${to} like ${fits}: ${there}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
