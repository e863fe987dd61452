package org.vzgit.schema.document;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/// Counts depth and aliases while events pass, before the composer, which recurses once for each
/// level, can run out of stack.
final class BoundedParser implements Parser {
    private final Parser events;
    private int depth;
    private int aliases;

    BoundedParser(Parser events) {
        this.events = events;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return events.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return events.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    @Override
    public Event next() {
        Event event = events.next();
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> deeper(event);
            case MappingEnd, SequenceEnd -> depth--;
            case Alias -> alias(event);
            default -> {}
        }
        return event;
    }

    private void deeper(Event event) {
        if (++depth > InputBounds.DEPTH_MAX) {
            throw new BoundExceeded(
                    "nested deeper than " + InputBounds.DEPTH_MAX + " levels",
                    event.getStartMark());
        }
    }

    private void alias(Event event) {
        if (++aliases > InputBounds.ALIASES_MAX) {
            throw new BoundExceeded(
                    "more than " + InputBounds.ALIASES_MAX + " aliases", event.getStartMark());
        }
    }
}
