package org.vzgit.schema.document;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vzgit.schema.Origin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// One document of a known kind. It may still have errors.
record Document(DocumentKind kind, Tree tree) {

    Optional<Place> place(String pointer) {
        return Optional.ofNullable(tree.places().get(pointer));
    }

    /// The JSON at a pointer that has a [#place]; a missing node elsewhere.
    JsonNode json(String pointer) {
        Place place = tree.places().get(pointer);
        return place == null ? MissingNode.getInstance() : place.json();
    }

    /// The text at a pointer, if a string stands there.
    Optional<String> text(String pointer) {
        return json(pointer).isString() ? place(pointer).map(Place::text) : Optional.empty();
    }

    /// The strings of the list at a pointer, each with its place; what is no string is left out,
    /// because the schema check reports it.
    List<Link> links(String pointer) {
        return IntStream.range(0, json(pointer).size())
                .mapToObj(i -> link(pointer + "/" + i))
                .flatMap(Optional::stream)
                .toList();
    }

    /// The string at a pointer with its place.
    Optional<Link> link(String pointer) {
        return place(pointer)
                .flatMap(place -> text(pointer).map(text -> new Link(text, place.value())));
    }

    /// Where the document begins.
    Origin origin() {
        return span("").origin();
    }

    /// The value at a pointer; where it is missing, the nearest key around it.
    Span span(String pointer) {
        Place place = tree.places().get(pointer);
        return place != null ? place.value() : keySpan(Pointer.parent(pointer));
    }

    /// The key at a pointer; where it is missing, the nearest key around it.
    Span keySpan(String pointer) {
        String at = pointer;
        while (!at.isEmpty() && !tree.places().containsKey(at)) {
            at = Pointer.parent(at);
        }
        Place place = tree.places().get(at);
        if (place == null) {
            throw new IllegalStateException("a document without a root");
        }
        return place.key();
    }
}
