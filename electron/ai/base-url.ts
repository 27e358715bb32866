import type { ProviderKind } from '../../shared/ai/model.ts';
import { providerKinds } from '../../shared/ai/provider.ts';

/** An address as requests need it: with the path of the API where only a host is named, without a slash at its end. */
export function completeBaseUrl(kind: ProviderKind, baseUrl: string): string {
  const url = new URL(baseUrl);
  if (url.pathname === '/') url.pathname = providerKinds[kind].path;
  return url.href.replace(/\/+$/, '');
}

/** Whether what is sent there stays on this machine. */
export function isOnThisMachine(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\.\d+\.\d+\.\d+$/.test(hostname) || hostname === '[::1]';
}
