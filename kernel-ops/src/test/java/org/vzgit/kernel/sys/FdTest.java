package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FdTest {
    @Test
    void closesItsNumberOnceHoweverOftenItIsAsked() {
        List<Integer> closed = new ArrayList<>();
        Fd fd = new Fd(7, closed::add);
        assertEquals(7, fd.number());
        fd.close();
        fd.close();
        assertEquals(List.of(7), closed);
    }

    @Test
    void aClosedNumberIsNotGivenOut() {
        Fd fd = new Fd(7, _ -> {});
        fd.close();
        assertThrows(IllegalStateException.class, fd::number);
    }
}
