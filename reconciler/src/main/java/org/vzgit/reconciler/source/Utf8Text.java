package org.vzgit.reconciler.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The content of a file: text, or the place where it stops being UTF-8. Replacing bad bytes would
/// change values behind the author's back.
sealed interface Utf8Text {
    record Valid(String text) implements Utf8Text {}

    /// @param line of the first bad byte, from 1
    /// @param column of the first bad byte, in characters, from 1
    /// @param before the good part of that line
    /// @param bad the first bad byte
    record Invalid(int line, int column, String before, int bad) implements Utf8Text {}

    static Utf8Text decode(byte[] bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // UTF-8 never has more UTF-16 units than bytes.
        CharBuffer out = CharBuffer.allocate(bytes.length);
        boolean failed = decoder.decode(in, out, true).isError();
        String good = out.flip().toString();
        return failed ? invalid(good, bytes[in.position()] & 0xff) : new Valid(withoutMark(good));
    }

    private static Invalid invalid(String good, int bad) {
        int lineStart = good.lastIndexOf('\n') + 1;
        int line = 1 + (int) good.chars().filter(c -> c == '\n').count();
        String before = good.substring(lineStart);
        return new Invalid(line, before.codePointCount(0, before.length()) + 1, before, bad);
    }

    /// Some editors begin UTF-8 files with a byte order mark, which is no part of the text.
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
