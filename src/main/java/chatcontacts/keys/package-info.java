/** Keys that lie in files: the certificate of the HTTP port, and what encrypts and decrypts the credentials of results. */
@NullMarked
package chatcontacts.keys;

import org.jspecify.annotations.NullMarked;
