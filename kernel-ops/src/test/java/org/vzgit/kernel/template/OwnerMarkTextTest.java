package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeName;

class OwnerMarkTextTest {
    static final OwnerMark MARK =
            new OwnerMark(
                    "ssh://git@example.org/ves.git#hn1",
                    new VeName("web1"),
                    new TemplateRef(new TemplateName("busybox"), "0123456789abcdef"),
                    new Revision(
                            "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "Ada <ada@example.org>"),
                    DeletionPolicy.RETAIN);

    private static final String TEXT =
            """
            vzgit-owner=1
            repository=ssh://git@example.org/ves.git#hn1
            name=web1
            template=busybox@0123456789abcdef
            commit=4b825dc642cb6eb9a060e54bf8d69288fbee4904
            author=Ada <ada@example.org>
            deletion=retain
            """;

    @Test
    void aMarkIsWrittenAsAlways() {
        assertEquals(TEXT, OwnerMarkText.write(MARK));
    }

    @Test
    void whatWasWrittenIsRead() {
        assertEquals(MARK, OwnerMarkText.read(TEXT));
    }

    @Test
    void anAuthorCannotWriteALineOfItsOwn() {
        OwnerMark sly =
                new OwnerMark(
                        "a=b\\c\r",
                        MARK.name(),
                        MARK.template(),
                        new Revision("directory", "x\ndeletion=destroy\\n"),
                        DeletionPolicy.DESTROY);
        assertEquals(7, OwnerMarkText.write(sly).lines().count());
        assertEquals(sly, OwnerMarkText.read(OwnerMarkText.write(sly)));
    }

    @Test
    void aMarkThatBreaksOffAnywhereIsDamaged() {
        for (int end = 0; end < TEXT.length(); end++) {
            String cut = TEXT.substring(0, end);
            assertThrows(IllegalArgumentException.class, () -> OwnerMarkText.read(cut), cut);
        }
    }

    @Test
    void aMarkThatIsNotExactlyOfTheFormIsDamaged() {
        assertDamaged(TEXT.replace("vzgit-owner=1", "vzgit-owner=2"));
        assertDamaged(TEXT + "protected=yes\n");
        assertDamaged(TEXT + "name=web2\n");
        assertDamaged(TEXT.replace("name=web1\n", ""));
        assertDamaged(TEXT.replace("name=web1", "name=../web1"));
        assertDamaged(TEXT.replace("=retain", "=Retain"));
        assertDamaged(TEXT.replace("busybox@", "busybox-"));
        assertDamaged(TEXT.replace("web1\n", "web1\n\n"));
        assertDamaged(TEXT.replace("<ada", "\\t<ada"));
        assertDamaged(TEXT.replace("example.org>", "example.org>\\"));
    }

    private static void assertDamaged(String text) {
        assertThrows(IllegalArgumentException.class, () -> OwnerMarkText.read(text), text);
    }
}
