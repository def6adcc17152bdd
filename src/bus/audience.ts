/** Counts the listeners of several channels, so that one look tells whether anybody listens to any of them. */
export class Audience {
  size = 0;
}
