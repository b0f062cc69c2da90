namespace Countersign.Sandbox.World;

/// <summary>Everybody in the world. The seeded ones are there after every reset, with the same ids, addresses and passwords.</summary>
public sealed class People
{
    private static readonly (string Name, string FullName, Enrolment Enrolment)[] Seeds =
    [
        ("ada", "Ada Lovelace", Enrolment.Confirmed),
        ("grace", "Grace Hopper", Enrolment.Confirmed),
        ("linus", "Linus Pauling", Enrolment.Confirmed),
        ("newcomer", "Nora Newcomer", Enrolment.None),
        ("pending", "Pete Pending", Enrolment.Pending),
    ];

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly IReadOnlyDictionary<string, string> _passwords;
    private readonly List<Person> _people = [];
    private long _nextAccount;

    /// <param name="time">The world's clock.</param>
    /// <param name="passwords">Password by name for the seeded people; made on first start and kept with the keys.</param>
    public People(TimeProvider time, IReadOnlyDictionary<string, string> passwords)
    {
        _time = time;
        _passwords = passwords;
        Reset();
    }

    /// <summary>Names that are seeded, in order.</summary>
    public static IReadOnlyList<string> SeededNames { get; } = [.. Seeds.Select(seed => seed.Name)];

    public IReadOnlyList<Person> All
    {
        get
        {
            lock (_lock)
                return [.. _people];
        }
    }

    public Person? ByName(string name) => All.FirstOrDefault(person => person.Name == name);

    public Person? BySub(string sub) => All.FirstOrDefault(person => person.Sub == sub);

    public Person? ByUsername(string username) => All.FirstOrDefault(person => string.Equals(person.Username, username, StringComparison.OrdinalIgnoreCase));

    public Person? ByGitHubLogin(string login) => All.FirstOrDefault(person => string.Equals(person.GitHub.Login, login, StringComparison.OrdinalIgnoreCase));

    public Person? ByGitHubId(long id) => All.FirstOrDefault(person => person.GitHub.Id == id);

    /// <summary>Adds somebody new; null when the name is taken.</summary>
    public Person? Add(string name, string fullName, string? login, Enrolment enrolment, bool installed, string? password = null)
    {
        lock (_lock)
        {
            if (_people.Any(person => person.Name == name))
                return null;
            var person = Make(name, fullName, login ?? $"{name}-acme", enrolment, installed, password ?? RandomText.Of(20), "6650" + RandomText.Hex(20));
            _people.Add(person);
            return person;
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _people.Clear();
            _nextAccount = 1001;
            foreach (var (seed, index) in Seeds.Select((seed, index) => (seed, index)))
                _people.Add(Make(seed.Name, seed.FullName, $"{seed.Name}-acme", seed.Enrolment, installed: true, _passwords[seed.Name], $"6650a0c0ffee00000000{index:x4}"));
        }
    }

    private Person Make(string name, string fullName, string login, Enrolment enrolment, bool installed, string password, string id) => new()
    {
        Name = name,
        FullName = fullName,
        Sub = "auth0|" + id,
        Username = $"{name}@acme.example",
        Password = password,
        Enrolment = enrolment,
        GitHub = new() { Id = _nextAccount++, Login = login, FullName = fullName, AppInstalled = installed },
        CreatedAt = _time.GetUtcNow(),
    };
}
