package org.vzgit.reconciler.forge;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.vzgit.reconciler.source.NoteRefs.Note;
import org.vzgit.reconciler.source.SourceFailure;

/// Writes statuses as git notes into the repository itself: what became of a commit is there
/// wherever the repository is, also where no forge is.
final class StatusNote implements Delivery {
    private final Book book;
    private final InstantSource clock;
    private Optional<CommitStatus> last = Optional.empty();
    private Instant since = Instant.EPOCH;

    /// Where notes are written.
    @FunctionalInterface
    interface Book {
        void add(Note note) throws SourceFailure;
    }

    StatusNote(Book book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /// With the time of the first try, however many it takes.
    @Override
    public Answer deliver(CommitStatus status) {
        if (last.filter(status::equals).isEmpty()) {
            last = Optional.of(status);
            since = clock.instant();
        }
        try {
            String text = status.state().word() + ": " + status.description();
            book.add(new Note(status.commit(), since, text));
            last = Optional.empty();
            return new Answer.Taken();
        } catch (SourceFailure failure) {
            String message = String.valueOf(failure.getMessage());
            return isPassing(failure.kind())
                    ? new Answer.Failed(message)
                    : new Answer.Refused(message);
        }
    }

    /// Whether it may work later without anybody's doing.
    private static boolean isPassing(SourceFailure.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> true;
            case BAD_LOCATION,
                    NOT_A_REPOSITORY,
                    EMPTY,
                    UNKNOWN_REVISION,
                    NO_SUBDIRECTORY,
                    DENIED,
                    TOO_LARGE,
                    REFUSED,
                    CONFLICT,
                    MALFORMED ->
                    false;
        };
    }
}
