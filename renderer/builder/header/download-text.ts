/** Hands a text to the person as a file. */
export function downloadText(fileName: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The download has begun when the task is over; before, the address must stay.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
