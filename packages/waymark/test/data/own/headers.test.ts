import { expect, test } from "vitest";
import { findColumn } from "../../../src/data/io/column-names.ts";
import { type HeaderRole, headerWords } from "../../../src/data/io/header-words.ts";
import { readOwn } from "./own-file.ts";

test("a header is understood in each of the languages", async () => {
  for (const header of [
    "Estudiante,Asignatura,Calificación,Fecha",
    "aluno,disciplina,nota final,data de inscrição",
    "Étudiant,Cours,Note,Date d'inscription",
    "Matrikelnummer,Lehrveranstaltung,Note,Datum",
    "STUDENTE,Insegnamento,Voto,Data",
    "Студент,Курс,Оценка,Дата",
    "Öğrenci No,Ders Kodu,Puan,Kayıt Tarihi",
    "رقم الطالب,المقرر,الدرجة,التاريخ",
    "छात्र,पाठ्यक्रम,रेटिंग,दिनांक",
    "学号,课程编号,成绩,选课时间",
    "學號,課程編號,成績,選課時間",
    "学籍番号,科目コード,評価,登録日",
    "학번,과목 코드,평점,등록일",
    "userId,courseId,finalGrade,createdAt",
    "ｕｓｅｒ＿ｉｄ,course_id,Grade (0-5),time",
  ]) {
    const data = await readOwn(`${header}\n007,k1,4,2021-10-01\n008,k2,2,2021-10-02\n`);
    expect([header, data.users.ids, data.items.ids]).toEqual([header, ["007", "008"], ["k1", "k2"]]);
    expect([header, data.scale, data.interactions.times?.[0]]).toEqual([header, { min: 2, max: 4 }, 1_633_046_400]);
  }
});

test("every word of the table finds its column", () => {
  for (const [role, languages] of Object.entries(headerWords))
    for (const words of Object.values(languages))
      for (const word of words.split(","))
        expect([word, findColumn(["x", word], role as HeaderRole)]).toEqual([word, 1]);
});
