import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { freePort } from "@trust-center/sdk/testing";

/** Programs of the three engines, as Debian installs them. */
export const programs = {
  chromium: "/usr/bin/chromium",
  firefox: "/usr/bin/firefox-esr",
  webkitDriver: "/usr/bin/WebKitWebDriver",
  webkit: `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/webkit2gtk-4.1/MiniBrowser`,
  display: "/usr/bin/Xvfb",
} as const;

/** The Debian packages that bring them. */
export const packages = ["chromium", "firefox-esr", "webkit2gtk-driver", "xvfb"] as const;

/** Programs that are not there. */
export const missingPrograms = (): string[] => Object.values(programs).filter((path) => !existsSync(path));

/** Chromium without its own traffic, in a container. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What a WebDriver client asks of WebKit. */
export const webkitCapabilities = {
  browserName: "MiniBrowser",
  "wdio:enforceWebDriverClassic": true,
  "webkitgtk:browserOptions": { binary: programs.webkit, args: ["--automation"] },
};

/** WebKit's WebDriver on a display of its own. */
export interface WebKitDriver {
  port: number;
  stop(): Promise<void>;
}

/** Starts a display and WebKit's WebDriver. */
export async function startWebKitDriver(): Promise<WebKitDriver> {
  const port = await freePort();
  // Xvfb picks a free display itself and writes its number to file descriptor 3.
  const xvfb = spawn(programs.display, ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const display = await new Promise<string>((resolve, reject) => {
    xvfb.once("exit", () => reject(new Error("Xvfb did not start.")));
    xvfb.stdio[3]?.once("data", (data: Buffer) => resolve(`:${data.toString().trim()}`));
  });
  const driver = spawn(programs.webkitDriver, [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", NO_AT_BRIDGE: "1" },
  });
  await untilListening(port);
  const stop = async () => {
    for (const process of [driver, xvfb]) {
      if (process.exitCode !== null) continue;
      const ended = new Promise((resolve) => process.once("exit", resolve));
      process.kill();
      await ended;
    }
  };
  return { port, stop };
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("close", () => socket.destroy());
      socket.unref();
      setTimeout(() => socket.end(), 50);
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}
