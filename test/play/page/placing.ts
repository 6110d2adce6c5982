// What a rendering does not do by itself: where lists are scrolled to, and a dialog that is opened.

const NEAR_PIXELS = 80;
let shownPlace = '';

/**
 * Whoever reads the end of a list goes on reading its end, and a chat that is opened is read from its end. Answers what is to be
 * done after the rendering.
 */
export function keepAtEnd(ids: readonly string[], place: string): () => void {
  const isAnother = place !== shownPlace;
  shownPlace = place;
  const atEnd = ids.filter((id) => {
    const list = document.getElementById(id);
    return !list || isAnother || list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PIXELS;
  });
  return () => {
    for (const id of atEnd) {
      const list = document.getElementById(id);
      if (list) list.scrollTop = list.scrollHeight;
    }
  };
}

export function placeDialog(isAsked: boolean): void {
  const dialog = document.querySelector<HTMLDialogElement>('#dialog');
  if (isAsked && dialog && !dialog.open) dialog.showModal();
  if (!isAsked && dialog?.open) dialog.close();
}
