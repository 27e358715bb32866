/** Words that speak for a label, by words of the label. */
const signs: Readonly<Record<string, RegExp>> = {
  refund: /refund|money back|charged twice|overcharged|return (?:it|the)/gi,
  billing: /invoice|billing|charged|payment|credit card|subscription/gi,
  shipping: /deliver|shipping|shipped|package|parcel|tracking|arrive/gi,
  delivery: /deliver|shipping|shipped|package|parcel|tracking|arrive/gi,
  technical: /error|crash|bug|broken|does(?:n't| not) work|log ?in|password/gi,
  bug: /error|crash|bug|broken|does(?:n't| not) work|fails?/gi,
  account: /account|log ?in|password|sign ?in|e-?mail address/gi,
  question: /\?|how (?:do|can)|what is|where (?:is|can)/gi,
  feature: /feature|would be (?:nice|great)|could you add|wish/gi,
  complaint: /terrible|worst|angry|disappoint|unacceptable|never again|furious/gi,
  negative: /terrible|worst|angry|disappoint|unacceptable|bad|broken|hate|late/gi,
  positive: /thank|great|love|excellent|wonderful|perfect|happy/gi,
  spam: /buy now|click here|free money|casino|crypto|limited offer|act now|100% free|https?:\/\/\S+\.(?:biz|xyz|top)/gi,
  harassment: /idiot|stupid|moron|shut up|loser|pathetic/gi,
  hate: /\bhate (?:you|them|all)|go back to|vermin|subhuman/gi,
  violence: /\bkill|hurt you|beat you|find where you live|burn/gi,
  personal: /\b\d{3}[- ]\d{2}[- ]\d{4}\b|\+?\d[\d -]{8,}\d|my (?:address|phone) is|lives at/gi,
  self_harm: /kill myself|end it all|hurt myself/gi,
  critical: /lawyer|legal|security|data loss|outage|everything is down|press\b|leak/gi,
  urgent: /urgent|immediately|asap|right now|today/gi,
  high: /urgent|immediately|asap|unacceptable|lawyer|twice|weeks|lost/gi,
  medium: /soon|this week|waiting|problem/gi,
  error: /error|eval\(|password\s*=|catch\s*\{\s*\}/gi,
  warning: /console\.|== null|: any\b/gi,
};
/** Taken when nothing speaks for any label, in this order. */
const neutral = ['none', 'ok', 'allow', 'safe', 'clean', 'neutral', 'normal', 'low', 'info', 'general', 'other', 'unknown'];

export interface Picked {
  readonly label: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** The label that most words of the text speak for. */
export function pickLabel(labels: readonly string[], text: string): Picked {
  const scored = labels.map((label) => ({ label, score: scoreOf(label, text) })).toSorted((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (best !== undefined && best.score > 0) {
    return { label: best.label, confidence: second?.score === best.score ? 0.6 : Math.min(0.97, 0.75 + best.score / 20) };
  }
  const calm = neutral.find((word) => labels.some((label) => wordsOf(label).includes(word)));
  const label = labels.find((one) => calm !== undefined && wordsOf(one).includes(calm)) ?? labels[0] ?? '';
  return { label, confidence: calm === undefined ? 0.3 : 0.8 };
}

function scoreOf(label: string, text: string): number {
  const words = wordsOf(label);
  const known = [words.join('_'), ...words].flatMap((word) => signs[word] ?? []);
  const spoken = [...new Set(known)].reduce((sum, pattern) => sum + (text.match(pattern)?.length ?? 0), 0);
  const named = words.filter((word) => word.length > 3 && text.toLowerCase().includes(word)).length;
  return spoken * 2 + (words.some((word) => neutral.includes(word)) ? 0 : named);
}

function wordsOf(label: string): string[] {
  return label
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
