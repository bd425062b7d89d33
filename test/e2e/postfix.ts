import { execFileSync, spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@trust-center/sdk/testing";

/** Where Debian's package puts it. */
export const postfixProgram = "/usr/sbin/postfix";

/** Debian's package. */
export const postfixPackage = "postfix";

/** A Postfix of one's own, with its own queue, which the machine's own settings do not reach. */
export interface Postfix {
  /** `smtp://…` */
  url: string;
  /** What it logged. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts Postfix on a free port of this machine. It takes every mail into its queue, answers for it, and hands it on.
 *
 * @param next The mail server that it hands all to, `smtp://127.0.0.1:PORT`.
 */
export async function startPostfix(next: string): Promise<Postfix> {
  // Its daemons run as its own user, which must get there.
  const folder = await mkdtemp(join(tmpdir(), "trust-center-postfix-"));
  await chmod(folder, 0o755);
  // It makes what belongs into it, and gives each its owner.
  await mkdir(join(folder, "queue"));
  const port = await freePort();
  const log = join(folder, "log");
  const main = {
    ...{ compatibility_level: "3.6", myhostname: "mail.test.invalid", mydestination: "", local_recipient_maps: "" },
    ...{ queue_directory: join(folder, "queue"), data_directory: join(folder, "data") },
    ...{ maillog_file: log, maillog_file_prefixes: folder, inet_interfaces: "127.0.0.1", inet_protocols: "ipv4" },
    ...{ mynetworks: "127.0.0.0/8", relayhost: `[127.0.0.1]:${new URL(next).port}`, disable_dns_lookups: "yes" },
    smtp_connection_cache_on_demand: "no",
    ...{ smtp_tls_security_level: "none", smtpd_tls_security_level: "none", alias_maps: "", alias_database: "" },
  };
  // master(5): name, type, private, unprivileged, chroot, wake-up, most processes, command.
  const unix = (name: string, rest: string) => `${name} unix ${rest}\n`;
  const master = [
    `127.0.0.1:${port} inet n - n - - smtpd\npostlog unix-dgram n - n - 1 postlogd\n`,
    ...["cleanup", "flush"].map((name) => unix(name, `n - n - 0 ${name}`)),
    ...["bounce", "defer", "trace"].map((name) => unix(name, "- - n - 0 bounce")),
    ...["error", "retry"].map((name) => unix(name, "- - n - - error")),
    ...["smtp", "proxymap", "anvil"].map((name) => unix(name, `- - n - - ${name}`)),
    unix("rewrite", "- - n - - trivial-rewrite"),
    unix("showq", "n - n - - showq"),
    unix("qmgr", "n - n 300 1 qmgr"),
  ].join("");
  await writeFile(
    join(folder, "main.cf"),
    Object.entries(main)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(""),
  );
  await writeFile(join(folder, "master.cf"), master);
  // Postfix starts as root alone, and gives its rights up itself.
  const [program = "", ...before] = [...(process.getuid?.() === 0 ? [] : ["sudo", "-n"]), postfixProgram, "-c", folder];
  const child = spawn(program, [...before, "start-fg"], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-2000);
  });
  child.once("error", ({ message }) => {
    said = message;
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const isUp = await untilGreeted(port, () => child.exitCode !== null || child.pid === undefined);
  const logged = () => readFile(log, "utf8").catch(() => "");
  if (!isUp)
    throw new Error(
      `Postfix did not start: ${said}${await logged()}\nExpected ${postfixProgram} (on Debian: apt-get install ${postfixPackage}), and to run as root or by \`sudo\` without a password.`,
    );
  return {
    url: `smtp://127.0.0.1:${port}`,
    log: logged,
    stop: async () => {
      execFileSync(program, [...before, "stop"], { stdio: "ignore" });
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for the greeting of an SMTP server; false where it has ended. */
async function untilGreeted(port: number, isOver: () => boolean): Promise<boolean> {
  for (const end = Date.now() + 100_000; Date.now() < end && !isOver(); ) {
    const greeting = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("error", () => resolve(""));
      socket.once("data", (data) => {
        resolve(String(data));
        socket.end("QUIT\r\n");
      });
    });
    if (greeting.startsWith("220")) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
