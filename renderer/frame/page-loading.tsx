import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';

/** Stands where a page will be whose script is on its way. */
export function PageLoading() {
  return (
    <Page title={<>&nbsp;</>}>
      <Loading label="Loading the page">{null}</Loading>
    </Page>
  );
}
