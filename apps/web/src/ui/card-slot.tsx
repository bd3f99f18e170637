import { createContext, useContext } from 'react';

/** Which card something is added to. */
export interface CardReference {
  cardId: string;
  kind: string;
  subjectId: string;
  version: number;
  /** A part of the card, such as one recommendation; the whole card without it. */
  part?: string;
  /** What the card or the part says, in the order of the server: a person can point at what was wrong. */
  statements?: readonly { text: string }[];
}

/** What every card carries at its end besides its own actions, when the app provides it: what people say about the card. */
export const CardFeedbackContext = createContext<React.ComponentType<CardReference> | undefined>(undefined);

/** The place at the end of a card for what people say about it; nothing where the app provides nothing. */
export function CardFeedbackSlot(card: CardReference) {
  const Feedback = useContext(CardFeedbackContext);
  return Feedback ? <Feedback {...card} /> : null;
}
