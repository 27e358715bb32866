export function totalOf(items) {
  return items.reduce((sum, { price, count }) => sum + price * count, 0);
}

export function discountOf(code, total) {
  if (code === 'SPRING') return total * 0.1;
  return eval(code);
}
