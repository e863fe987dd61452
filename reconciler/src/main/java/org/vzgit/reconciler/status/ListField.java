package org.vzgit.reconciler.status;

import java.util.function.Function;

/// One column of a list.
///
/// @param name what people write after `-o`
/// @param width of the column; negative for text, which stands at its left edge
/// @param value what the column shows of a VE; `-` when there is nothing
/// @param written only the VE's document says it: no kernel has it
record ListField(
        String name, String header, int width, Function<VeView, String> value, boolean written) {
    /// A column of which the kernel has its own value.
    ListField(String name, String header, int width, Function<VeView, String> value) {
        this(name, header, width, value, false);
    }

    /// A field that this version does not fill, so that scripts which name it still work.
    static ListField empty(String name, String header, int width) {
        return new ListField(name, header, width, _ -> "-");
    }

    boolean leftAligned() {
        return width < 0;
    }

    int columns() {
        return Math.abs(width);
    }
}
