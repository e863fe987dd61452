package org.vzgit.reconciler.review;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Text with an upper bound in bytes of UTF-8. What does not fit is left out by whole rows, and the
/// text says at its end how many.
final class BoundedText {
    /// Room for the last line.
    private static final int RESERVE = 300;

    private final StringBuilder text = new StringBuilder();
    private int left;
    private int omitted;

    BoundedText(int bytes) {
        this.left = bytes - RESERVE;
    }

    /// Adds what must be there whatever it takes.
    void always(String part) {
        text.append(part);
        left -= bytes(part);
    }

    /// Adds as many rows as fit between an opening and a closing, in their order; without any row
    /// that fits, neither of the two.
    void section(String opening, List<String> rows, String closing) {
        int frame = bytes(opening) + bytes(closing);
        StringBuilder body = new StringBuilder();
        int used = frame;
        int taken = 0;
        for (String row : rows) {
            if (used + bytes(row) > left) {
                break;
            }
            body.append(row);
            used += bytes(row);
            taken++;
        }
        omitted += rows.size() - taken;
        if (taken > 0) {
            always(opening + body + closing);
        }
    }

    /// @param reason the end of the sentence `12 lines are not …`
    String finish(String reason) {
        if (omitted > 0) {
            text.append("⚠ ").append(ReviewSummary.counted(omitted, "line"));
            text.append(omitted == 1 ? " is not " : " are not ").append(reason).append(".\n");
        }
        return text.toString();
    }

    private static int bytes(String part) {
        return part.getBytes(StandardCharsets.UTF_8).length;
    }
}
