/**
 * Closes Jitsi's microphone, and never opens it. Jitsi can only toggle it, and the person may press the same button at this
 * moment: so it is looked at before, and after each change again until it is seen closed.
 */
export class JitsiMicrophone {
  /**
   * @param {() => Promise<boolean>} isOpen
   * @param {() => void} toggle
   */
  constructor(isOpen, toggle) {
    this.isOpen = isOpen;
    this.toggle = toggle;
    this.closing = false;
    this.looking = false;
    this.lookAgain = false;
  }

  /** It is open or closed now, for whatever reason. */
  changed() {
    return this.closing ? this.close() : undefined;
  }

  async close() {
    this.closing = true;
    this.lookAgain = true;
    if (this.looking) return;
    this.looking = true;
    while (this.lookAgain && this.closing) {
      this.lookAgain = false;
      if (await this.isOpen()) this.toggle();
      else this.closing = false;
    }
    this.looking = false;
  }
}
