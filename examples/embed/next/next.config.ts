import type { NextConfig } from "next";

// Next puts scripts of its own into the page, inline. With a nonce for each answer it does without 'unsafe-inline':
// https://nextjs.org/docs/app/guides/content-security-policy
// Trusted Types cannot be required: Next sets addresses of its own scripts as plain text.
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' https://acme.example/.well-known/trust-center/",
].join("; ");

export default {
  headers: async () => [{ source: "/:path*", headers: [{ key: "Content-Security-Policy", value: policy }] }],
} satisfies NextConfig;
