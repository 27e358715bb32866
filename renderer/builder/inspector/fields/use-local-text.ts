import { useRef, useState } from 'react';

/**
 * What a person types stands at once, though the document may follow later; what changes the document from elsewhere (undo, the text panel)
 * replaces it.
 */
export function useLocalText(outside: string, onChange: (text: string) => void): readonly [string, (text: string) => void] {
  const [local, setLocal] = useState(outside);
  const seen = useRef(outside);
  const sent = useRef<string[]>([]);
  if (outside !== seen.current) {
    seen.current = outside;
    const echo = sent.current.indexOf(outside);
    if (echo >= 0) sent.current.splice(0, echo + 1);
    else {
      sent.current = [];
      if (local !== outside) setLocal(outside);
    }
  }
  return [
    local,
    (text) => {
      setLocal(text);
      sent.current.push(text);
      onChange(text);
    },
  ];
}
