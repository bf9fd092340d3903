import HTTPTypes
import Letterbox

/// Every route of the product, with who may call it. The operations ask for the same permission themselves; here it is
/// asked first, so that nobody who lacks it has even their body read.
struct Routes {
    let contacts: ContactsAPI
    let staff: StaffAPI
    let keys: KeysAPI
    let me: MeAPI
    let probes: Probes
    let setup: SetupPage
    let documentation: DocumentationRoutes

    var table: RouteTable {
        RouteTable(routes: contactRoutes + staffRoutes + otherRoutes)
    }

    private var contactRoutes: [Route] {
        [
            Route(.post, "/api/contacts", .anybody(contacts.create)),
            Route(.get, "/api/contacts", .permitted(.listContacts, contacts.list)),
            Route(.get, "/api/contacts/export", .permitted(.exportContacts, contacts.export)),
            Route(.get, "/api/contacts/:id", .permitted(.readContacts, contacts.read)),
            Route(.patch, "/api/contacts/:id", .permitted(.updateContacts, contacts.update)),
            Route(.delete, "/api/contacts/:id", .permitted(.deleteContacts, contacts.delete)),
            Route(.post, "/api/contacts/:id/restore", .permitted(.deleteContacts, contacts.restore)),
            Route(.put, "/api/contacts/:id/viewed", .permitted(.readContacts, contacts.markViewed)),
            Route(.delete, "/api/contacts/:id/viewed", .permitted(.readContacts, contacts.markNotViewed)),
            Route(.get, "/api/contacts/:id/history", .permitted(.readContacts, contacts.history)),
        ]
    }

    private var staffRoutes: [Route] {
        [
            Route(.get, "/api/me", .staff(me.me)),
            Route(.get, "/api/permissions", .staff(me.permissions)),
            Route(.get, "/api/keys", .staff(keys.list)),
            Route(.post, "/api/keys", .staff(keys.create)),
            Route(.get, "/api/keys/:id", .staff(keys.read)),
            Route(.delete, "/api/keys/:id", .staff(keys.revoke)),
            Route(.get, "/api/staff", .admin(staff.list)),
            Route(.post, "/api/staff", .admin(staff.create)),
            Route(.get, "/api/staff/:id", .admin(staff.read)),
            Route(.patch, "/api/staff/:id", .admin(staff.update)),
            Route(.delete, "/api/staff/:id", .admin(staff.deactivate)),
            Route(.put, "/api/staff/:id/permissions/:code", .admin(staff.grant)),
            Route(.delete, "/api/staff/:id/permissions/:code", .admin(staff.revoke)),
        ]
    }

    private var otherRoutes: [Route] {
        [
            Route(.get, "/healthz", .anybody(probes.health)),
            Route(.get, "/readyz", .anybody(probes.readiness)),
            Route(.get, "/metrics", .anybody(probes.metrics)),
            Route(.get, "/openapi.json", .anybody(documentation.openAPI)),
            Route(.get, "/docs", .anybody(documentation.page)),
            Route(.get, "/problems/:name", .anybody(documentation.problem)),
            Route(.get, "/", .anybody(documentation.start)),
            Route(.get, "/setup/:token", .anybody(setup.show)),
            Route(.post, "/setup/:token", .anybody(setup.submit)),
        ]
    }
}
