global using ActionId = Countersign.Identity.Id<Countersign.Identity.ActionIds>;
global using ApprovalId = Countersign.Identity.Id<Countersign.Identity.ApprovalIds>;
global using RunId = Countersign.Identity.Id<Countersign.Identity.RunIds>;
global using ThreadId = Countersign.Identity.Id<Countersign.Identity.ThreadIds>;
global using RequestTemplate = Countersign.Egress.RequestTemplate;
