package org.vzgit.reconciler.source;

import java.time.Instant;

/// Who wrote one line of a desired state.
///
/// @param commit full id of the commit that wrote it as it is
/// @param author printable
/// @param signer the name of the signer, or why there is none; empty where nobody asks for one
/// @param when the commit was made, by its own word
/// @param line the text of the line, without the blanks around it
public record LineAuthor(String commit, String author, String signer, Instant when, String line) {}
