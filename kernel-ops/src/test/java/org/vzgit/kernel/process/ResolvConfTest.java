package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Resolver;

class ResolvConfTest {
    private static final Resolver FULL =
            new Resolver(
                    List.of("192.0.2.1", "2001:db8::1"), List.of("example.org", "example.net"));

    @Test
    void theTextHasTheSearchLineAndOneLinePerServer() {
        assertEquals(
                "search example.org example.net\nnameserver 192.0.2.1\nnameserver 2001:db8::1\n",
                ResolvConf.format(FULL));
        assertEquals("", ResolvConf.format(Resolver.NONE));
    }

    @Test
    void readingWhatWasWrittenGivesTheSame() {
        for (Resolver resolver :
                List.of(
                        FULL,
                        Resolver.NONE,
                        new Resolver(List.of("192.0.2.1"), List.of()),
                        new Resolver(List.of(), List.of("example.org")))) {
            assertEquals(resolver, ResolvConf.parse(ResolvConf.format(resolver)));
        }
    }

    @Test
    void commentsOptionsAndBlanksAreNotServers() {
        assertEquals(
                new Resolver(List.of("192.0.2.9"), List.of("b.example")),
                ResolvConf.parse(
                        """
                        # made by hand
                        ; nameserver 192.0.2.8
                        domain a.example
                        \tnameserver   192.0.2.9   trailing words
                        options ndots:2

                        nameserver
                        search b.example
                        """));
    }
}
