package org.vzgit.schema;

import java.util.regex.Pattern;

/// The name of a profile: a set of VE fields that VEs link to.
///
/// 1 to 63 characters: letters, digits and `- + _ .`, beginning with a letter or a digit, as
/// vzctl(8) allows for `--name`, less the blank: a name is also a path segment and a command-line
/// word.
public record ProfileName(String value) implements Comparable<ProfileName> {
    public static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+_.-]{0,62}");

    public ProfileName {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a name: " + value);
        }
    }

    @Override
    public int compareTo(ProfileName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
