/// What an agent tells and hears beside its work: metrics, health, webhooks, the control socket.
@NullMarked
package org.vzgit.reconciler.serve;

import org.jspecify.annotations.NullMarked;
