import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

test("requests go by way of the proxy that the environment names", async () => {
  const asked: string[] = [];
  const proxy = createServer().on("connect", ({ url = "" }, socket) => {
    asked.push(url);
    socket.on("error", () => {}).end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((ready) => proxy.listen(0, "127.0.0.1", ready));
  try {
    const HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const args = ["--conditions=source", main, "verify", "acme.example"];
    const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, HTTPS_PROXY }, stdio: "ignore" });
    const [code] = await once(child, "close");
    expect([code, new Set(asked)]).toEqual([3, new Set(["acme.example:443"])]);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
