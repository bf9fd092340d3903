package import Database

// GRDB has types of the same names, and the module `Database` one of its own name, which hides what it holds. This
// file imports the seam alone and gives its types names that are clear beside GRDB's.

package typealias SeamDatabase = Database
package typealias SeamError = DatabaseError
package typealias SeamStatement = Statement
package typealias SeamRow = Row
