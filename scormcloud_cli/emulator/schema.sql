-- The emulator's store. Times are texts in ISO 8601, UTC, milliseconds, Z: they sort as they read.

CREATE TABLE IF NOT EXISTS applications (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    management INTEGER NOT NULL DEFAULT 0,
    allow_delete INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS credentials (
    id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    secret TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    scopes TEXT NOT NULL,
    expires TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS courses (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE INDEX IF NOT EXISTS courses_by_created ON courses (app_id, created, id);
CREATE INDEX IF NOT EXISTS courses_by_updated ON courses (app_id, updated, id);

CREATE TABLE IF NOT EXISTS versions (
    app_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    standard TEXT NOT NULL,
    activity_id TEXT,
    file TEXT NOT NULL,          -- name in the folder of packages
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    metadata TEXT NOT NULL,      -- JSON, MetadataSchema
    root_activity TEXT NOT NULL, -- JSON, CourseActivitySchema
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (app_id, course_id, version),
    FOREIGN KEY (app_id, course_id) REFERENCES courses (app_id, id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    course_id TEXT NOT NULL,
    version INTEGER,             -- what came of it
    status TEXT NOT NULL,        -- RUNNING, COMPLETE, ERROR
    message TEXT,
    result TEXT NOT NULL DEFAULT '{}', -- JSON: warnings and languages
    worker TEXT NOT NULL,        -- the process that runs it
    created TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS learners (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    email TEXT,
    first_name TEXT,
    last_name TEXT,
    PRIMARY KEY (app_id, id)
);

CREATE TABLE IF NOT EXISTS registrations (
    app_id TEXT NOT NULL,
    id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    learner_id TEXT NOT NULL,
    dispatch_id TEXT,            -- by which it came about; it may have been deleted since
    xapi_id TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (app_id, id),
    FOREIGN KEY (app_id, course_id) REFERENCES courses (app_id, id) ON DELETE CASCADE,
    FOREIGN KEY (app_id, learner_id) REFERENCES learners (app_id, id)
);

CREATE INDEX IF NOT EXISTS registrations_by_course ON registrations (app_id, course_id);
CREATE INDEX IF NOT EXISTS registrations_by_created ON registrations (app_id, created, id);
CREATE INDEX IF NOT EXISTS registrations_by_learner ON registrations (app_id, learner_id);
CREATE INDEX IF NOT EXISTS registrations_by_dispatch ON registrations (app_id, dispatch_id);

CREATE TABLE IF NOT EXISTS instances (
    app_id TEXT NOT NULL,
    registration_id TEXT NOT NULL,
    instance INTEGER NOT NULL,
    version INTEGER NOT NULL,
    completion TEXT NOT NULL DEFAULT 'UNKNOWN',
    success TEXT NOT NULL DEFAULT 'UNKNOWN',
    score REAL,
    seconds REAL NOT NULL DEFAULT 0,
    activities TEXT NOT NULL DEFAULT '{}', -- JSON: what each activity has reported, by identifier
    first_access TEXT,
    last_access TEXT,
    completed TEXT,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (app_id, registration_id, instance),
    FOREIGN KEY (app_id, registration_id) REFERENCES registrations (app_id, id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS launches (
    id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL,
    registration_id TEXT NOT NULL,
    instance INTEGER NOT NULL,
    completion TEXT NOT NULL DEFAULT 'UNKNOWN',
    success TEXT NOT NULL DEFAULT 'UNKNOWN',
    score REAL,
    seconds REAL NOT NULL DEFAULT 0,
    launched TEXT NOT NULL,
    ended TEXT,
    updated TEXT NOT NULL,
    FOREIGN KEY (app_id, registration_id) REFERENCES registrations (app_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS launches_by_registration ON launches (app_id, registration_id);

-- Launch and preview links that were opened: whoever knows the ID plays.
CREATE TABLE IF NOT EXISTS sittings (
    id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    registration_id TEXT,        -- NULL for a preview
    instance INTEGER,
    launch_id TEXT REFERENCES launches (id) ON DELETE CASCADE, -- NULL where nothing is tracked
    redirect TEXT NOT NULL,
    settings TEXT NOT NULL,      -- JSON: those that govern learning, as they were at the launch
    complete INTEGER NOT NULL,   -- whether the registration was, at the launch
    shared TEXT NOT NULL DEFAULT '{}', -- JSON: what is in the stores that activities share, by ID
    state TEXT NOT NULL DEFAULT 'open', -- open; gone: the page is; exited, superseded
    pages INTEGER NOT NULL DEFAULT 0, -- how often its page was opened
    logged INTEGER NOT NULL DEFAULT 0, -- the size of its log, in characters
    opened TEXT NOT NULL,
    FOREIGN KEY (app_id, course_id, version)
        REFERENCES versions (app_id, course_id, version) ON DELETE CASCADE,
    FOREIGN KEY (app_id, registration_id) REFERENCES registrations (app_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS sittings_by_instance ON sittings (app_id, registration_id, instance);
CREATE INDEX IF NOT EXISTS sittings_by_launch ON sittings (launch_id);
CREATE INDEX IF NOT EXISTS sittings_by_version ON sittings (app_id, course_id, version);

-- What an activity has come to; it passes on to the next sitting of its instance.
CREATE TABLE IF NOT EXISTS tracking (
    sitting_id TEXT NOT NULL REFERENCES sittings (id) ON DELETE CASCADE,
    activity TEXT NOT NULL,
    record TEXT NOT NULL,        -- JSON, learning.Tracking
    session TEXT,                -- JSON, learning.Sitting; NULL where its content is not open
    called INTEGER NOT NULL DEFAULT 0, -- the highest number of a call in this sitting
    PRIMARY KEY (sitting_id, activity)
);

-- What happened in a sitting, in order.
CREATE TABLE IF NOT EXISTS happenings (
    id INTEGER PRIMARY KEY,
    sitting_id TEXT NOT NULL REFERENCES sittings (id) ON DELETE CASCADE,
    activity TEXT NOT NULL DEFAULT '',
    number INTEGER,              -- of a call; NULL for what is none
    record TEXT NOT NULL,        -- JSON
    UNIQUE (sitting_id, activity, number)
);

-- Results to post, and those that were posted lately.
CREATE TABLE IF NOT EXISTS postbacks (
    id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL,
    registration_id TEXT NOT NULL,
    instance INTEGER NOT NULL,
    settings TEXT NOT NULL,      -- JSON: the postback's settings when it was queued, by ID
    result TEXT NOT NULL,        -- JSON: what the registration had come to then
    status TEXT NOT NULL DEFAULT 'pending', -- pending; sending; finishing: its last byte too;
                                 -- delivered, failed, unknown
    worker TEXT,                 -- the process that is sending it
    attempts INTEGER NOT NULL DEFAULT 0,
    answer INTEGER,              -- the last status it was answered with
    message TEXT,                -- why the last try failed
    due TEXT NOT NULL,           -- when it is tried next
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    FOREIGN KEY (app_id, registration_id, instance)
        REFERENCES instances (app_id, registration_id, instance) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS postbacks_by_due ON postbacks (status, due);
CREATE INDEX IF NOT EXISTS postbacks_by_instance
    ON postbacks (app_id, registration_id, instance, created);

-- Launch and preview links: whoever knows the token plays.
CREATE TABLE IF NOT EXISTS links (
    token TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    course_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    registration_id TEXT,        -- NULL for a preview
    instance INTEGER,
    tracking INTEGER NOT NULL DEFAULT 1,
    redirect TEXT NOT NULL,
    expires TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS tags (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,          -- course, registration, learner, destination, dispatch, invitation
    owner TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (app_id, kind, owner, tag)
);

CREATE TABLE IF NOT EXISTS settings (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    level TEXT NOT NULL,         -- application, learningStandardForApplication, course, dispatch, …
    owner TEXT NOT NULL,         -- '' for the application
    id TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (app_id, level, owner, id)
);

CREATE TABLE IF NOT EXISTS destinations (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    notes TEXT,
    launch_auth TEXT,            -- JSON, LaunchAuthSchema
    lti13 TEXT,                  -- JSON, Lti13PlatformConfigurationSchema
    hash_user_info INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE TABLE IF NOT EXISTS dispatches (
    app_id TEXT NOT NULL,
    id TEXT NOT NULL,
    destination_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    allow_new_registrations INTEGER NOT NULL DEFAULT 1,
    instanced INTEGER NOT NULL DEFAULT 0,
    registration_cap INTEGER NOT NULL DEFAULT 0, -- 0 for none
    registration_count INTEGER NOT NULL DEFAULT 0,
    reset TEXT,                  -- when the count was last set back
    expires TEXT,
    enabled INTEGER NOT NULL DEFAULT 1,
    email TEXT,
    notes TEXT,
    hash_user_info INTEGER NOT NULL DEFAULT 0,
    consumer_key TEXT NOT NULL,  -- for LTI 1.1
    shared_secret TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (app_id, id),
    FOREIGN KEY (app_id, destination_id) REFERENCES destinations (app_id, id) ON DELETE CASCADE,
    FOREIGN KEY (app_id, course_id) REFERENCES courses (app_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS dispatches_by_course ON dispatches (app_id, course_id);

CREATE TABLE IF NOT EXISTS invitations (
    app_id TEXT NOT NULL,
    id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    public INTEGER NOT NULL,
    creator TEXT NOT NULL,       -- an e-mail address
    subject TEXT,
    body TEXT,
    allow_launch INTEGER NOT NULL DEFAULT 1,
    allow_new_registrations INTEGER NOT NULL DEFAULT 1,
    registration_cap INTEGER NOT NULL DEFAULT 0,
    expires TEXT,
    token TEXT NOT NULL,         -- of the link that a public one is joined by
    errors TEXT NOT NULL DEFAULT '[]', -- JSON: what went wrong for whom
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (app_id, id),
    FOREIGN KEY (app_id, course_id) REFERENCES courses (app_id, id) ON DELETE CASCADE
);

-- Whom an invitation went to.
CREATE TABLE IF NOT EXISTS invited (
    app_id TEXT NOT NULL,
    invitation_id TEXT NOT NULL,
    email TEXT NOT NULL,
    registration_id TEXT NOT NULL,
    token TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (app_id, invitation_id, email),
    FOREIGN KEY (app_id, invitation_id) REFERENCES invitations (app_id, id) ON DELETE CASCADE,
    FOREIGN KEY (app_id, registration_id) REFERENCES registrations (app_id, id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS xapi_credentials (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    info TEXT,
    secret TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    auth TEXT NOT NULL,          -- BASICAUTH, OAUTH
    permissions TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE TABLE IF NOT EXISTS statement_pipes (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    source TEXT,                 -- JSON, XapiEndpointSchema
    target TEXT NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

CREATE TABLE IF NOT EXISTS connectors (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    configuration TEXT NOT NULL, -- JSON
    enabled INTEGER NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (app_id, id)
);

-- What v1 uploads are announced with, and how large what came was.
CREATE TABLE IF NOT EXISTS upload_tokens (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    size INTEGER,
    PRIMARY KEY (app_id, id)
);

CREATE TABLE IF NOT EXISTS exports (
    app_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    status TEXT NOT NULL,        -- started, canceled, complete, error
    worker TEXT NOT NULL,        -- the process that makes it
    started TEXT NOT NULL,
    ended TEXT,
    PRIMARY KEY (app_id, id)
);

-- Whom the record store asks about credentials it does not know; one an application at most.
CREATE TABLE IF NOT EXISTS callbacks (
    app_id TEXT PRIMARY KEY REFERENCES applications (id) ON DELETE CASCADE,
    url TEXT NOT NULL
);
