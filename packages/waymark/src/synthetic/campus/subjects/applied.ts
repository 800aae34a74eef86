import { type Subject, subject } from "./subject.ts";

export const appliedSubjects: readonly Subject[] = [
  subject("economics", {
    weight: 1.3,
    companions: "statistics, data science, history, environment, psychology",
    contexts: "for Economists, in Emerging Markets, in Business, with Economic Policy",
    verbs: "analyse, forecast, price, regulate, budget, negotiate",
    subtopics: {
      microeconomics: [
        "Microeconomics, Markets and Prices, Game Theory, Consumer Choice",
        "supply and demand, elasticities, Nash equilibria, monopolies, auctions, consumer surplus, production costs, externalities",
      ],
      macroeconomics: [
        "Macroeconomics, Money and Banking, Economic Growth, International Economics",
        "inflation, unemployment, central banks, exchange rates, fiscal policy, business cycles, trade balances, national accounts",
      ],
      finance: [
        "Finance, Corporate Finance, Investment, Financial Markets",
        "portfolios, discount rates, bonds, stock valuations, derivatives contracts, risk premiums, capital structures, cash flows",
      ],
      accounting: [
        "Accounting, Financial Reporting, Auditing, Taxation",
        "balance sheets, double entries, depreciation, tax returns, audit trails, cost centres, annual reports, invoices",
      ],
      marketing: [
        "Marketing, Brand Management, Digital Marketing, Market Research",
        "target groups, brand positions, advertising campaigns, customer journeys, pricing strategies, focus groups, market segments, social media channels",
      ],
      entrepreneurship: [
        "Entrepreneurship, Business Models, Innovation Management, Social Enterprise",
        "start-ups, business plans, prototypes for customers, venture capital, pitches, lean experiments, founders' agreements, scaling",
      ],
    },
  }),
  subject("design", {
    weight: 1,
    companions: "programming, psychology, history, education",
    contexts: "by Design, for Makers, in the Studio, with Users in Mind",
    verbs: "sketch, prototype, illustrate, arrange, critique, test",
    subtopics: {
      "graphic design": [
        "Graphic Design, Typography, Poster Design, Editorial Design",
        "typefaces, grids, colour palettes, logos, letter spacing, book covers, visual hierarchy, print proofs",
      ],
      "interaction design": [
        "Interaction Design, User Experience, Usability, Service Design",
        "wireframes, user interviews, personas, usability tests, navigation menus, interface patterns, accessibility, journey maps",
      ],
      "product design": [
        "Product Design, Industrial Design, Design for Reuse, Ergonomics",
        "clay models, moulds, joinery, human proportions, life cycles of products, 3D printing, packaging, repairable parts",
      ],
      architecture: [
        "Architecture, Building Design, Interior Design, Landscape Architecture",
        "floor plans, facades, load-bearing walls, daylight, scale models, building materials, gardens, staircases",
      ],
      photography: [
        "Photography, Documentary Photography, Film and Editing, Visual Storytelling",
        "exposure times, composition in frames, darkroom prints, portraits, video cuts, camera lenses, lighting set-ups, photo essays",
      ],
      animation: [
        "Animation, Motion Graphics, Game Design, Character Design",
        "storyboards, key frames, rigged characters, game mechanics, level maps, sound effects, stop motion, player tests",
      ],
    },
  }),
  subject("health", {
    weight: 1.3,
    companions: "biology, psychology, statistics, chemistry, education",
    contexts: "for Health Data, in Clinical Practice, for Nurses, in Community Health",
    verbs: "diagnose, prevent, treat, screen, document, monitor",
    subtopics: {
      anatomy: [
        "Human Anatomy, Physiology, Body Systems, Anatomy of Movement",
        "muscles, bones and joints, blood circulation, respiration, the heart, kidneys, tissue samples, hormones of the body",
      ],
      epidemiology: [
        "Epidemiology, Public Health, Outbreaks and Vaccines, Global Health",
        "incidence rates, cohort studies, vaccination programmes, disease registers, screening programmes, risk factors, contact tracing, health inequalities",
      ],
      nutrition: [
        "Nutrition, Diet and Health, Sports Nutrition, Food Safety",
        "vitamins, dietary guidelines, calorie balances, proteins and fats, food labels, eating disorders, gut bacteria, meal plans",
      ],
      nursing: [
        "Nursing, Patient Care, Emergency Care, Care of Older People",
        "wound dressings, care plans, patient safety, vital signs, hygiene rules, pain scales, handovers, palliative care",
      ],
      pharmacology: [
        "Pharmacology, Medicines and Society, Drug Development, Toxicology",
        "dose-response curves, side effects, drug interactions, receptors, clinical phases, antidotes, prescriptions, drug metabolism",
      ],
      "sport science": [
        "Sport Science, Exercise and Fitness, Physiotherapy, Biomechanics",
        "endurance training, strength tests, gait analysis, injuries, warm-up routines, oxygen uptake, rehabilitation exercises, movement sensors",
      ],
    },
  }),
  subject("education", {
    weight: 0.9,
    companions: "psychology, languages, design, philosophy",
    contexts: "for Teachers, in the Classroom, for Lifelong Learners, in Schools",
    verbs: "teach, plan, assess, adapt, facilitate, observe",
    subtopics: {
      "teaching methods": [
        "Teaching Methods, Lesson Planning, Active Learning, Classroom Management",
        "lesson plans, learning goals, group work, classroom rules, questioning techniques, homework, differentiated tasks, team teaching",
      ],
      "assessment of learning": [
        "Assessment, Testing and Grading, Educational Measurement, Formative Feedback",
        "rubrics, item difficulties, exam questions, grading scales, portfolios of learners, feedback cycles, standardized tests, self-assessment",
      ],
      "educational technology": [
        "Educational Technology, Online Teaching, Learning Analytics, Instructional Design",
        "learning platforms, instructional videos, discussion forums, clickstreams, blended courses, quizzes, adaptive exercises, open resources",
      ],
      "inclusive education": [
        "Inclusive Education, Special Needs, Multilingual Classrooms, Equity in Education",
        "dyslexia, sign language, assistive tools, individual support plans, second language learners, barriers to learning, universal design, school transitions",
      ],
      "early childhood": [
        "Early Childhood Education, Play and Learning, Kindergarten Practice, First Literacy",
        "picture stories, nursery rhymes, free play, fine motor skills, parent meetings, letter sounds, outdoor play, daily routines",
      ],
      "education policy": [
        "Education Policy, School Leadership, Comparative Education, Sociology of Education",
        "school reforms, curricula, inspection reports, social mobility, school funding, teacher careers, international rankings, compulsory schooling",
      ],
    },
  }),
  subject("music", {
    weight: 0.6,
    companions: "languages, physics, programming, education, psychology",
    contexts: "in Music, for Performers, with Sound, on Stage",
    verbs: "compose, perform, record, arrange, transcribe, listen to",
    subtopics: {
      "music theory": [
        "Music Theory, Harmony, Counterpoint, Ear Training",
        "chords, scales and modes, voice leading, cadences, sight-singing, fugues, rhythmic notation, key signatures",
      ],
      "music history": [
        "Music History, Opera, Baroque Music, History of Jazz",
        "symphonies, arias, improvised solos, court orchestras, song cycles, swing bands, librettos, early instruments",
      ],
      performance: [
        "Performance, Choir, Chamber Music, Piano",
        "breathing technique, rehearsals, finger exercises, stage presence, ensemble playing, phrasing, concert programmes, accompaniment",
      ],
      "sound production": [
        "Sound Production, Electronic Music, Recording Studio, Film Music",
        "microphones, synthesizers, mixing desks, audio samples, equalizers, loops and beats, sound design, multitrack sessions",
      ],
      "world music": [
        "World Music, Music of Africa, Indian Ragas, Folk Music",
        "drum patterns, ragas, folk dances, oral traditions of song, gamelan, call and response, string lutes, ritual music",
      ],
      "music and mind": [
        "Music Psychology, Music Therapy, Music Pedagogy, Music and Society",
        "emotional responses to music, absolute pitch, therapy sessions with music, children's songs, listening habits, musical talent, fan cultures, practice routines",
      ],
    },
  }),
];
