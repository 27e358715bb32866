import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';

/** What starts runs, and how it stands. */
export function TriggersPage() {
  const triggers = useQuery({
    queryKey: ['triggers'],
    queryFn: ({ signal }) => engine.triggers.list({}, { signal }),
    refetchInterval: 2000,
  });
  const items = triggers.data?.items ?? [];
  return (
    <Page title="Triggers">
      {triggers.isError && (
        <Failed title="The triggers could not be read" {...describeFailure(triggers.error)} onRetry={() => void triggers.refetch()} />
      )}
      {triggers.isSuccess && items.length === 0 && (
        <Empty title="No triggers yet">A workflow's triggers start it when files change, at a time, or when another program calls.</Empty>
      )}
      {items.length > 0 && (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th pl={20}>Trigger</Table.Th>
              <Table.Th>Watches</Table.Th>
              <Table.Th>Health</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(({ id, pattern, health, reason }) => (
              <Table.Tr key={id}>
                <Table.Td pl={20}>{id}</Table.Td>
                <Table.Td>{pattern}</Table.Td>
                <Table.Td>{reason ?? health}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Page>
  );
}
