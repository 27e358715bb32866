// The cart of a small shop, with a few things that a reviewer should find.

const rules = {};

export function addItem(cart, item, quantity) {
  if (item == null) return cart;
  console.log('adding', item.name);
  cart.items.push({ ...item, quantity });
  return cart;
}

export function setRule(name, text) {
  rules[name] = eval(text);
}

export function total(cart) {
  let sum = 0;
  for (const item of cart.items) sum += item.price * item.quantity;
  // TODO: shipping
  return sum;
}

export async function save(cart, storage) {
  try {
    await storage.write('cart', JSON.stringify(cart));
  } catch {}
}
