/** Has the browser save a text as a file. */
export function saveFile(text: string, { name, type }: { name: string; type: string }): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name.replace(/[^\w.-]/g, "");
  link.click();
  // The browser has read it by then, and memory is given back.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
