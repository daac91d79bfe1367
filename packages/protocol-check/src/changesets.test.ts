import { describe, expect, it } from "vitest";
import { declaredBump } from "./changesets.ts";
import { copyProtocol } from "./testing/protocol-copy.ts";

const same = ["1.0.0", "1.0.0"] as const;

describe("the declared bump", () => {
  it("is none without a changeset", () => {
    using copy = copyProtocol();
    copy.write(".changeset/README.md", "how to");
    expect(declaredBump(copy.folder, same)).toEqual({ bump: "none", by: [] });
  });

  it("is the largest of those for the protocol", () => {
    using copy = copyProtocol();
    copy.write(".changeset/a.md", '---\n"@trainwire/protocol": patch\n---\n\nA.\n');
    copy.write(
      ".changeset/b.md",
      '---\n"@trainwire/protocol": minor\n"@trainwire/server": major\n---\n\nB.\n',
    );
    copy.write(".changeset/c.md", '---\n"@trainwire/server": major\n---\n\nC.\n');
    expect(declaredBump(copy.folder, same)).toEqual({
      bump: "minor",
      by: [".changeset/a.md", ".changeset/b.md"],
    });
  });

  it("is found from a folder below", () => {
    using copy = copyProtocol();
    copy.write(".changeset/a.md", '---\n"@trainwire/protocol": major\n---\n\nA.\n');
    expect(declaredBump(`${copy.folder}/packages/protocol`, same)).toMatchObject({ bump: "major" });
  });

  it.each([
    ["1.0.0", "2.0.0", "major"],
    ["1.0.0", "1.1.0", "minor"],
    ["1.0.0", "1.0.1", "patch"],
    ["1.0.0", "2.0.0-rc.1", "major"],
    ["1.1.0", "1.0.0", "none"],
  ])("of a version that rose from %s to %s is %s", (from, to, bump) => {
    using copy = copyProtocol();
    expect(declaredBump(copy.folder, [from, to])).toMatchObject({ bump });
  });
});
