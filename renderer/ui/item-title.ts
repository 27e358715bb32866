interface Item {
  readonly title: string;
  readonly stepId: string;
  readonly message: string;
}

/** What an item of the inbox is about; a step without a name is known by what it asks. */
export function itemTitle({ title, stepId, message }: Item): string {
  const [line = ''] = message.trim().split('\n');
  return title === stepId && line !== '' ? line : title;
}
