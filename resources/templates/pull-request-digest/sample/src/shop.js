export const mugs = ['blue', 'white'];

export function describe(mug) {
  return `A ${mug} mug`;
}
