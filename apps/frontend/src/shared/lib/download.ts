/** Hands a file to the browser's downloads. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the URL after click() returns; freeing it at once would cancel the download.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
