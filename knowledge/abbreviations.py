"""What hurried people write for short, and what they mean: general English and engineers' shorthand.

Collected from common usage, not from the cases: a word stands here because many people write it so.
"""

SHORT_FOR = {
    # English
    "u": "you", "ur": "your", "r": "are", "b4": "before", "2day": "today",
    "pls": "please", "plz": "please", "thx": "thanks", "ty": "thanks", "bc": "because",
    "cuz": "because", "coz": "because", "abt": "about", 
    "btwn": "between", "ppl": "people", "smth": "something", "sth": "something", "wanna": "want to",
    "gonna": "going to", "gotta": "have to", "shud": "should", "shld": "should", "cud": "could",
    "wud": "would", "wld": "would", "dunno": "do not know", "idk": "do not know", "diff": "difference",
    "diffs": "differences", "prob": "probably", "probs": "problems", "tho": "though", "thru": "through",
    "wat": "what", "wht": "what", "hv": "have", "recs": "recommendations",
    "rec": "recommendation", "reco": "recommendation", "eg": "for example", "esp": "especially",
    "noob": "beginner", "newb": "beginner", "newbie": "beginner", "n00b": "beginner",
    # Engineering
    "fw": "framework", "fwk": "framework", "fws": "frameworks", "lib": "library",
    "libs": "libraries", "pkg": "package", "pkgs": "packages", "dep": "dependency",
    "deps": "dependencies", "perf": "performance", "db": "database", "dbs": "databases",
    "auth": "authentication", "authn": "authentication", "authz": "authorization",
    "doc": "documentation", "docs": "documentation", "tut": "tutorial", "tuts": "tutorials",
    "cfg": "configuration", "conf": "configuration", "config": "configuration", "env": "environment",
    "prod": "production", "dev": "developer", "devs": "developers", "eng": "engineer",
    "repo": "repository", "req": "request", "reqs": "requests", "resp": "response",
    "rps": "requests per second", "qps": "requests per second", "tps": "requests per second",
    "conn": "connection", "conns": "connections", "ws": "websockets", "wss": "websockets",
    "sse": "server sent events", "svc": "service", "svcs": "services", "microsvc": "microservice",
    "microsvcs": "microservices", "msvc": "microservice", 
    "k8s": "kubernetes", "gql": "graphql", "pg": "postgres", "postgresql": "postgres",
    "mw": "middleware", "di": "dependency injection", "bg": "background", "lb": "load balancer",
    "gw": "gateway", "fe": "frontend", "impl": "implementation", "mgmt": "management",
    "mgr": "manager", "mem": "memory", "msg": "message",
    "msgs": "messages", "app": "application", "apps": "applications", "ml": "machine learning",
    "ai": "machine learning", "mvp": "minimum viable product", "poc": "prototype",
    "py": "python", "dj": "django", "async": "asynchronous",
    "sync": "synchronous", "nbr": "number", "avg": "average", "max": "maximum", "min": "minimum",
    "vs": "versus", "alt": "alternative", "alts": "alternatives",
    "oss": "open source", "vm": "virtual machine", "ci": "continuous integration",
}  # fmt: skip
