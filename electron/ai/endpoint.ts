import type { ProviderKind } from '../../shared/ai/model.ts';

/** Where a model is asked, and with what. */
export interface Endpoint {
  readonly provider: string;
  readonly kind: ProviderKind;
  /** With the path of the API, without a slash at its end. */
  readonly baseUrl: string;
  readonly key: string | undefined;
  /** Runs on this machine. */
  readonly local: boolean;
}
