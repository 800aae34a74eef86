import { type Subject, subject } from "./subject.ts";

export const formalSubjects: readonly Subject[] = [
  subject("mathematics", {
    weight: 1,
    companions: "physics, programming, statistics, economics",
    contexts: "with Mathematical Methods, through Proof, for Mathematicians, with Models and Equations",
    verbs: "prove, derive, solve, approximate, generalize, construct",
    subtopics: {
      algebra: [
        "Linear Algebra, Abstract Algebra, Matrix Methods, Groups and Rings",
        "vector spaces, eigenvalues, matrix factorizations, polynomial rings, group actions, field extensions, determinants, linear maps",
      ],
      calculus: [
        "Calculus, Real Analysis, Multivariable Calculus, Differential Equations",
        "limits, derivatives, definite integrals, Taylor series, partial derivatives, gradient fields, line integrals, boundary value problems",
      ],
      geometry: [
        "Euclidean Geometry, Differential Geometry, Topology, Geometry of Surfaces",
        "triangles and circles, curvature, manifolds, geodesics, symmetry groups, knots, projective planes, tessellations",
      ],
      "number theory": [
        "Number Theory, Prime Numbers, Cryptography, Diophantine Equations",
        "prime factorizations, congruences, modular arithmetic, quadratic residues, public keys, continued fractions, elliptic curves, greatest common divisors",
      ],
      "discrete mathematics": [
        "Discrete Mathematics, Graph Theory, Combinatorics, Counting and Graphs",
        "spanning trees, graph colourings, recurrence relations, generating functions, matchings, planar graphs, pigeonhole arguments, network flows",
      ],
      optimization: [
        "Linear Programming, Convex Optimization, Operations Research, Mathematical Optimization",
        "simplex tableaux, duality, Lagrange multipliers, convex sets, integer programmes, gradient descent, scheduling problems, feasible regions",
      ],
    },
  }),
  subject("statistics", {
    weight: 1.1,
    companions: "health, economics, psychology, biology, data science",
    contexts: "with Survey Data, with Statistical Thinking, from Samples to Conclusions, under Uncertainty",
    verbs: "estimate, test, sample, compare, model, quantify",
    subtopics: {
      probability: [
        "Probability, Random Variables, Chance and Risk, Stochastic Processes",
        "conditional probabilities, expected values, Poisson counts, Markov chains, moment generating functions, joint distributions, random walks, the law of large numbers",
      ],
      inference: [
        "Statistical Inference, Hypothesis Testing, Estimation, Evidence and Error",
        "confidence intervals, p-values, likelihood functions, type I errors, statistical power, sampling distributions, sufficient statistics, permutation tests",
      ],
      regression: [
        "Linear Models, Regression Analysis, Multilevel Models, Generalized Linear Models",
        "least squares, residual plots, explanatory variables, logistic regression, interaction effects, collinearity, random intercepts, model diagnostics",
      ],
      "bayesian statistics": [
        "Bayesian Statistics, Bayesian Modelling, Prior and Posterior, Probabilistic Modelling",
        "prior distributions, posterior samples, Markov chain Monte Carlo, Bayes factors, hierarchical priors, credible intervals, conjugate families, posterior predictive checks",
      ],
      "experimental design": [
        "Design of Experiments, Clinical Trials, Causal Inference, Surveys and Sampling",
        "randomization, control groups, factorial designs, blocking, sample sizes, confounders, treatment effects, questionnaires",
      ],
      "time series": [
        "Time Series, Forecasting, Survival Analysis, Longitudinal Data",
        "autocorrelation, seasonal patterns, exponential smoothing, trend components, hazard rates, state space models, forecast errors, censored observations",
      ],
    },
  }),
  subject("programming", {
    weight: 1.5,
    companions: "data science, mathematics, design, music",
    contexts: "in Code, for Programmers, with Software Projects, on the Web",
    verbs: "implement, debug, refactor, compile, deploy, automate",
    subtopics: {
      "first programs": [
        "Programming, Problem Solving with Python, Computational Thinking, Scripting",
        "variables, loops, functions, conditionals, string handling, recursion, input files, unit tests",
      ],
      "web development": [
        "Web Development, Front-End Engineering, Web Services, Full-Stack Development",
        "page layouts, style sheets, browser events, request handlers, REST interfaces, web forms, single-page applications, session cookies",
      ],
      "algorithms and structures": [
        "Algorithms, Data Structures, Algorithm Design, Complexity",
        "hash tables, sorting, binary trees, dynamic programming, priority queues, divide and conquer, shortest paths, asymptotic costs",
      ],
      "software engineering": [
        "Software Engineering, Software Architecture, Testing and Quality, Agile Development",
        "version control, code reviews, design patterns, continuous integration, requirements, test coverage, technical debt, release pipelines",
      ],
      systems: [
        "Operating Systems, Computer Networks, Systems Programming, Distributed Systems",
        "processes and threads, memory management, file systems, packet routing, network protocols, consensus, deadlocks, remote calls",
      ],
      "computer security": [
        "Computer Security, Network Defence, Secure Software, Digital Forensics",
        "encryption keys, buffer overflows, penetration tests, access control, malware samples, password hashes, security audits, intrusion detection",
      ],
    },
  }),
  subject("data science", {
    weight: 1.4,
    companions: "statistics, programming, biology, economics, health",
    contexts: "for Data Analysts, with Open Data, in the Age of Big Data, with Machine Learning",
    verbs: "analyse, clean, predict, visualize, query, evaluate",
    subtopics: {
      "machine learning": [
        "Machine Learning, Supervised Learning, Predictive Modelling, Pattern Recognition",
        "decision trees, training sets, cross-validation, support vector machines, overfitting, feature selection, ensembles, classification errors",
      ],
      "neural networks": [
        "Neural Networks, Deep Learning, Computer Vision, Representation Learning",
        "hidden layers, backpropagation, convolutions, attention mechanisms, learned embeddings, image recognition, dropout layers, pre-trained networks",
      ],
      databases: [
        "Databases, Data Modelling, Data Warehousing, Query Languages",
        "relational schemas, joins, indexes, transactions, normal forms, execution plans, aggregations, document stores",
      ],
      visualization: [
        "Data Visualization, Visual Analytics, Dashboards, Maps and Charts",
        "scatter plots, colour scales, chart types, interactive dashboards, choropleth maps, visual encodings, annotations, exploratory graphics",
      ],
      "language technology": [
        "Natural Language Processing, Text Mining, Computational Linguistics, Search Engines",
        "tokenization, word vectors, sentiment analysis, named entities, topic models, language models, document retrieval, machine translation",
      ],
      "data engineering": [
        "Data Engineering, Big Data, Cloud Computing, Data Pipelines",
        "batch jobs, event streams, distributed storage, data quality checks, workflow schedulers, data lakes, parallel processing, data lineage",
      ],
    },
  }),
];
