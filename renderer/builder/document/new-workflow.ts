/** What the builder begins with. */
export const newWorkflow = `pawl: 1
name: New workflow
steps: []
`;
