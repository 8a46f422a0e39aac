const ids = new Map<string, string>();

/** A digest that names the image by its text: another image always has another one. */
export function imageId(image: string): string {
  let id = ids.get(image);
  if (id === undefined) {
    const words = Array.from({ length: 8 }, (_, word) => fnv(`${word}${image}`).toString(16).padStart(8, "0"));
    id = `${repository(image)}@sha256:${words.join("")}`;
    ids.set(image, id);
  }
  return id;
}

function repository(image: string): string {
  const path = image.split("@", 1)[0] ?? image;
  const colon = path.lastIndexOf(":");
  return colon > path.lastIndexOf("/") ? path.slice(0, colon) : path;
}

function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
